"""What our own models are trained with and measured on; nothing a run needs."""
