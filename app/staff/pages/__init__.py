"""The doors of the desk, and who is signed in behind them."""
