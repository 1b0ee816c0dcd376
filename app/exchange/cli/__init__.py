"""`flask people …`, `flask suppression …`, `flask links …`: the retailer's files."""
