"""Animals, interests, guesses and visits to draw from."""

ANIMAL_NAMES = (
    "Biscuit", "Bramble", "Clover", "Daisy", "Ember", "Ginger", "Hazel", "Maple", "Mocha", "Olive", "Patch", "Pepper",
    "Pickle", "Rusty", "Sage", "Scout", "Sunny", "Tansy", "Waffles", "Willow",
)  # fmt: skip
BORN = ("", "2012", "2015-06", "2017-03", "2019", "2020-08", "2021-05", "2022-11", "2023")
# As topics/interests.toml offers them, and one in somebody's own words.
INTERESTS = (
    "Trail riding", "Show and dressage", "Dog sports", "Hunting dogs", "Backyard poultry", "Small farm",
    "Grooming at home", "Rescue dogs",
)  # fmt: skip
CONTENT_TOPICS = ("Feeding", "Health and first aid", "Training", "Barn and pasture", "Older animals")
# Kind of animal → (name, value, reason) of guesses.
GUESSES = {
    "dog": (
        ("interest", "Dog sports", "5 pages you viewed"),
        ("often_needs", "Flea treatment", "two orders in a summer"),
        ("shops_most", "Weekends", "the days of your orders"),
    ),
    "cat": (
        ("interest", "Indoor cats", "your order of a cat tower"),
        ("often_needs", "Litter", "an order every five weeks"),
        ("shops_most", "Evenings", "the hours of your orders"),
    ),
    "horse": (
        ("interest", "Trail riding", "6 pages you viewed"),
        ("often_needs", "Wormer", "an order each spring and fall"),
        ("shops_most", "Spring", "4 orders in two years"),
    ),
    "poultry": (
        ("interest", "Backyard poultry", "your order of poultry feed"),
        ("often_needs", "Feed", "an order every six weeks"),
        ("shops_most", "Winter", "your orders of stock tank heaters"),
    ),
}
PAGES = (
    "/products/dog-beds", "/products/fly-masks", "/products/hay-nets", "/products/leashes", "/products/poultry-feed",
    "/products/saddle-pads", "/products/stock-tank-heaters", "/products/turnout-blankets", "/products/wormer",
)  # fmt: skip
DEVICES = ("Phone, Safari", "Phone, Chrome", "Computer, Firefox", "Computer, Edge", "Tablet, Safari")
MOVED_TO = (
    "18 Clover Court", "402 Granary Lane", "57 Hitching Post Road", "1120 Orchard Ridge", "9 Pump House Lane",
    "233 Quail Hollow Road",
)  # fmt: skip
