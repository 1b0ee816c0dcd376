"""Pages of the phone desk."""
