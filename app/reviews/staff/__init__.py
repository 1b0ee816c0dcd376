"""The desk's pages about reviews: the queue with one case, decisions, lists as files, and the fairness report."""
