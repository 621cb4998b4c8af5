"""How sure a reading is: the evidence the reader has, a probability from it, and where the doubt lies, in words."""
