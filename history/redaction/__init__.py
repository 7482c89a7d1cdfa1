"""Words are taken back: replaced wherever they stand, in the past too, and refused wherever they would come back."""
