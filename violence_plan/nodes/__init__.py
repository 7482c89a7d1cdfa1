"""Several machines that serve one portal: what they have to have alike."""
