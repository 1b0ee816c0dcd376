"""What the purchases package declares."""

from app.core.feature import Feature
from app.core.moving import move_rows
from app.core.personal_data import PersonalData
from app.purchases.models import Order
from app.purchases.personal import erase_lines, erase_orders, export_lines, export_orders

feature = Feature(
    "purchases",
    personal_data=(
        PersonalData("order_line", "what you bought", export_lines, erase_lines, order=40),
        PersonalData("customer_order", "your orders", export_orders, erase_orders, order=41, move=move_rows(Order)),
    ),
)
