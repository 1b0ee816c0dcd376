"""Reviews: what people say about products, and how it is decided what others see."""
