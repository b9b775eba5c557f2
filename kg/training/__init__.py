"""Trains, exports and scores the language model in `kg/language`; PyTorch is needed to train and export only."""
