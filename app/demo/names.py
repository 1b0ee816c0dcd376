"""Names, places and goods to draw from. Streets and phone numbers are made up; the towns exist."""

FIRST_NAMES = (
    "Abigail", "Alan", "Amber", "Andrea", "Anita", "Becky", "Brenda", "Brianna", "Caleb", "Carla", "Carmen", "Chloe",
    "Cody", "Colleen", "Dale", "Darlene", "Deborah", "Diane", "Donna", "Earl", "Eileen", "Emily", "Faith", "Gail",
    "Glenn", "Gloria", "Hannah", "Heather", "Holly", "Irene", "Jamal", "Janice", "Jenna", "Jill", "José", "Joyce",
    "Karen", "Kayla", "Keith", "Kim", "Laura", "Leah", "Lonnie", "Lorraine", "Marcus", "Marie", "Megan", "Nadia",
    "Nancy", "Noemí", "Olivia", "Pam", "Paula", "Rachel", "Ray", "Renée", "Rhonda", "Rosa", "Ruth", "Shelby", "Sofía",
    "Stacy", "Tanya", "Teresa", "Travis", "Valerie", "Vernon", "Wanda", "Wyatt", "Zoë",
)  # fmt: skip

LAST_NAMES = (
    "Abbott", "Acosta", "Baldwin", "Barnes", "Beck", "Blackwood", "Boyd", "Calloway", "Carver", "Chávez", "Clay",
    "Coleman", "Cross", "Dalton", "Dawson", "Dixon", "Eaton", "Ellis", "Farmer", "Fields", "Flores", "Fox", "Gaines",
    "Garrett", "Goodwin", "Hale", "Harmon", "Hatcher", "Hayes", "Holloway", "Ingram", "Jacobs", "Jordan", "Keller",
    "Kirby", "Lambert", "Larsen", "Lowe", "Maddox", "Marsh", "Mercer", "Moody", "Muñoz", "Nash", "Nguyen", "Norwood",
    "O’Neal", "Ortiz", "Parrish", "Peck", "Pruitt", "Quinn", "Ramsey", "Reeves", "Rhodes", "Saddler", "Shaw", "Sutton",
    "Tate", "Thorne", "Underwood", "Vance", "Vaughn", "Walsh", "Weaver", "Whitfield", "Yates", "Young", "Zamora",
)  # fmt: skip

TOWNS = (
    ("Dothan", "AL", "36303"), ("Auburn", "AL", "36830"), ("Prescott", "AZ", "86301"), ("Bentonville", "AR", "72712"),
    ("Norco", "CA", "92860"), ("Petaluma", "CA", "94952"), ("Parker", "CO", "80134"), ("Ocala", "FL", "34471"),
    ("Tallahassee", "FL", "32303"), ("Aiken", "SC", "29801"), ("Madison", "GA", "30650"), ("Thomasville", "GA", "31792"),
    ("Nampa", "ID", "83651"), ("Galena", "IL", "61036"), ("Zionsville", "IN", "46077"), ("Pella", "IA", "50219"),
    ("Lawrence", "KS", "66044"), ("Versailles", "KY", "40383"), ("Folsom", "LA", "70437"), ("Bowdoinham", "ME", "04008"),
    ("Monkton", "MD", "21111"), ("Hamilton", "MA", "01982"), ("Brighton", "MI", "48116"), ("Northfield", "MN", "55057"),
    ("Oxford", "MS", "38655"), ("Columbia", "MO", "65201"), ("Bozeman", "MT", "59715"), ("Kearney", "NE", "68847"),
    ("Fallon", "NV", "89406"), ("Far Hills", "NJ", "07931"), ("Corrales", "NM", "87048"), ("Saratoga Springs", "NY", "12866"),
    ("Tryon", "NC", "28782"), ("Wooster", "OH", "44691"), ("Purcell", "OK", "73080"), ("Bend", "OR", "97701"),
    ("Lancaster", "PA", "17602"), ("Shelbyville", "TN", "37160"), ("Weatherford", "TX", "76086"), ("Boerne", "TX", "78006"),
    ("Heber City", "UT", "84032"), ("Woodstock", "VT", "05091"), ("Middleburg", "VA", "20117"), ("Enumclaw", "WA", "98022"),
    ("Lewisburg", "WV", "24901"), ("Mount Horeb", "WI", "53572"), ("Sheridan", "WY", "82801"),
)  # fmt: skip

STREETS = (
    "Barn Owl Lane", "Cedar Street", "County Road 14", "Creekside Drive", "Dogwood Avenue", "Fence Line Road",
    "Ferry Road", "Grange Road", "Hickory Hill", "Lake Street", "Long Meadow Road", "Maple Avenue", "Mill Road",
    "North Main Street", "Old Depot Street", "Orchard Lane", "Paddock Way", "Pine Street", "Ridge Road",
    "Saddle Club Road", "South Oak Street", "Stony Brook Lane", "Walnut Street", "Windmill Road",
)  # fmt: skip

DOMAINS = ("example.com", "example.net", "example.org")
# A domain with a letter outside ASCII: stored and written to in its IDNA form.
IDN_DOMAIN = "köter.example.org"


class Animal:
    """What the keeper of an animal buys, and the topics we write to her about."""

    def __init__(self, kind: str, deals: str, catalog: str, *goods: str) -> None:
        self.kind, self.deals, self.catalog, self.goods = kind, deals, catalog, goods


ANIMALS = (
    Animal("dog", "dog-deals", "pet-catalog", "flea treatment", "a dog bed", "a leash and collar", "a bag of dog food"),
    Animal(
        "cat", "cat-deals", "pet-catalog", "cat litter", "a scratching post", "flea treatment for cats", "a cat tower"
    ),
    Animal(
        "horse",
        "horse-deals",
        "horse-catalog",
        "a fly mask",
        "a turnout blanket",
        "wormer",
        "a saddle pad",
        "a hay net",
    ),
    Animal("poultry", "reorder-reminders", "farm-catalog", "poultry feed", "a stock tank heater", "a mineral block"),
)

# Where an agreement came from, and the words beside the box.
SIGN_UPS = (
    ("a box at checkout", "Yes, email me about sales and new products. I can stop at any time."),
    ("a paper form at the counter", "Send me the newsletter. I can leave it whenever I like."),
    ("the newsletter form on our site", "Sign me up. One email a week at most."),
    ("a prize draw entry", "I would like email with offers. Entering does not depend on it."),
)
OLD_LISTS = ("trade show list", "2019 newsletter tool", "loyalty card list")
