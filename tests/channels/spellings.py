"""Spellings of addresses that are one, and of addresses that are two, by the rules of USPS Publication 28.

Each line: the section, and two addresses as `street | second line | city | state | ZIP`; what is left out is as in HOME.
"""

from app.channels import Place

HOME = ("12 MAIN ST", "", "Dothan", "AL", "36303")


def place(written: str, name: str = "Ann Archer") -> Place:
    """`12 Main St | Apt 4 |  | | 36303-1234` as a Place."""
    parts = [part.strip() for part in written.split("|")]
    street, second, city, state, code = [*parts, *HOME[len(parts) :]]
    return Place(name, street, second, city or HOME[2], state or HOME[3], code or HOME[4])


MEET = [
    ("211 upper case", "12 Main St", "12 MAIN ST"),
    ("211 spaces", "  12   Main  St ", "12 MAIN ST"),
    ("222 punctuation", "12 Main St.,", "12 MAIN ST"),
    ("222 apostrophe", "12 O'Brien Rd", "12 OBRIEN RD"),
    ("222 curly apostrophe", "12 O’Brien Rd", "12 O'BRIEN RD"),
    ("354 accents", "12 Cañon Dr", "12 CANON DR"),
    ("211 words run together", "12 Spring Hill Rd", "12 SPRINGHILL RD"),
    ("213 designator written out", "12 Main St Apartment 4", "12 MAIN ST APT 4"),
    ("213 designator on the second line", "12 Main St | Apt 4", "12 MAIN ST APT 4"),
    ("213 designator above", "Apt 4 | 12 Main St", "12 MAIN ST APT 4"),
    ("213 designator in front", "Apt 4 12 Main St", "12 MAIN ST APT 4"),
    ("213 pound sign", "12 Main St # 4", "12 MAIN ST APT 4"),
    ("213 pound sign, glued", "12 Main St #4B", "12 MAIN ST APT 4B"),
    ("213 designator and pound sign", "12 Main St Apt #4", "12 MAIN ST APT 4"),
    ("213 glued designator", "12 Main St Apt.4B", "12 MAIN ST APT 4B"),
    ("213 hyphen in a unit", "12 Main St Apt 4-B", "12 MAIN ST APT 4B"),
    ("213 suite or unit", "12 Main St Suite 4", "12 MAIN ST UNIT 4"),
    ("213 room", "12 Main St Room 108", "12 MAIN ST RM 108"),
    ("213 a line cut before the number", "12 Main St Apt | 4", "12 MAIN ST APT 4"),
    ("213 a bare number below", "12 Main St | 4B", "12 MAIN ST APT 4B"),
    ("213 floor", "12 Main St 2nd Floor", "12 MAIN ST FL 2"),
    ("213 floor below, in words", "12 Main St | Second Floor", "12 MAIN ST FL 2"),
    ("213 building and door", "12 Main St | Bldg 2 Apt 4", "12 MAIN ST APT 4 BLDG 2"),
    ("C2 penthouse", "12 Main St Penthouse", "12 MAIN ST PH"),
    ("C2 rear", "12 Main St Rear", "12 MAIN ST | REAR"),
    ("214 attention line", "C/O Bea Baker | 12 Main St", "12 MAIN ST"),
    ("215 the box is above the last line", "12 Main St | PO Box 45", "PO BOX 45"),
    ("215 both in one line", "12 Main St PO Box 45", "PO BOX 45"),
    ("212 a building's name", "Oak Ridge Apartments | 12 Main St Apt 4", "12 MAIN ST APT 4"),
    ("221 the ZIP code says where", "12 Main St |  | Dothn | AL | 36303", "12 MAIN ST |  | DOTHAN | AL | 36303"),
    ("225 ZIP+4", "12 Main St |  |  |  | 36303-1234", "12 MAIN ST |  |  |  | 36303"),
    ("225 nine digits", "12 Main St |  |  |  | 363031234", "12 MAIN ST |  |  |  | 36303"),
    ("225 a lost zero", "12 Main St |  | Salem | MA | 1970", "12 MAIN ST |  | SALEM | MA | 01970"),
    ("221 no ZIP code", "12 Main St |  | Saint Paul | Minnesota | none", "12 MAIN ST |  | ST. PAUL | MN | ?"),
    ("233 directional before", "12 North Main St", "12 N. MAIN ST"),
    ("233 directional behind", "12 Main St South", "12 MAIN ST S"),
    ("233 two letters", "12 Main St N.E.", "12 MAIN ST NORTHEAST"),
    ("233 two words", "12 North East Main St", "12 NE MAIN ST"),
    ("234 suffix", "12 Main Street", "12 MAIN ST"),
    ("C1 misspelled suffix", "12 Oak Avnue", "12 OAK AVE"),
    ("C1 old suffix", "12 Oak Boul", "12 OAK BLVD"),
    ("234 two suffixes", "12 Main Ave Drive", "12 MAIN AVENUE DR"),
    ("235 number in words", "12 First Street", "12 1ST ST"),
    ("235 number in two words", "12 Forty-Second St", "12 42ND ST"),
    ("235 number without its ending", "12 W 42 St", "12 W 42ND ST"),
    ("D1 Queens", "112 - 10 Bronx Rd", "112-10 BRONX RD"),
    ("D2 grid", "842 East 1700 South", "842 E 1700 S"),
    ("D3 Wisconsin", "N6 W23001 Bluemound Road", "N6W23001 BLUEMOUND RD"),
    ("D4 half a number", "12½ Elm St", "12 1/2 ELM ST"),
    ("237 county road", "12 Co Rd 40", "12 COUNTY ROAD 40"),
    ("F county road", "12 CR 40", "12 COUNTY ROAD 40"),
    ("F state highway", "12 St Hwy 52", "12 STATE HIGHWAY 52"),
    ("F US highway", "12 U.S. 231 North", "12 US HIGHWAY 231 N"),
    ("F interstate", "12 I-80", "12 INTERSTATE HWY 80"),
    ("238 military", "Unit 2050, Box 4190 |  | APO | AP | 96278", "UNIT 2050 | BOX 4190 | APO | AP | 96278-2050"),
    ("242 leading zero", "Rural Route 02 Box 18", "RR 2 BOX 18"),
    ("244 RFD", "R.F.D. 2 | Box #18", "RR 2 BOX 18"),
    ("245 no street behind a box", "RR 2 Box 18 Bryan Dairy Rd", "RR 2 BOX 18"),
    ("254 star route", "Star Route 68 Box 23-A", "HC 68 BOX 23A"),
    ("283 drawer", "Drawer 45", "P.O. Box 45"),
    ("283 caller", "Caller 45", "PO BOX 45"),
    ("281 post office box", "P.O. 45", "POST OFFICE BOX 45"),
    ("281 a box alone", "Box 45", "POB 45"),
    ("292 urbanization", "150 Cll A | Urbanización Las Gladiolas | San Juan | PR | 00926",
     "URB LAS GLADIOLAS | 150 CALLE A | SAN JUAN | PR | 00926"),
]  # fmt: skip
DIFFER = [
    ("231 house number", "12 Main St", "14 MAIN ST"),
    ("231 letter of a house", "12 Main St", "12A MAIN ST"),
    ("232 name", "12 Main St", "12 MAINE ST"),
    ("233 before or behind", "12 N Main St", "12 MAIN ST N"),
    ("233 direction", "12 N Main St", "12 S MAIN ST"),
    ("233 with or without", "12 N Main St", "12 MAIN ST"),
    ("233 a letter is no direction", "12 E St", "12 EAST ST"),
    ("234 suffix", "12 Park Ave", "12 PARK ST"),
    ("235 number of a street", "12 1st St", "12 11TH ST"),
    ("213 unit", "12 Main St Apt 4", "12 MAIN ST APT 5"),
    ("213 with or without a unit", "12 Main St Apt 4", "12 MAIN ST"),
    ("213 a floor is no door", "12 Main St FL 2", "12 MAIN ST APT 2"),
    ("213 building", "12 Main St Bldg 1 Apt 4", "12 MAIN ST BLDG 2 APT 4"),
    ("213 two numbers", "12 Main St Apt 1-12", "12 MAIN ST APT 11-2"),
    ("D1 the hyphen counts", "112-10 Bronx Rd", "11-210 BRONX RD"),
    ("F kind of road", "12 County Road 40", "12 STATE ROAD 40"),
    ("241 box", "RR 2 Box 18", "RR 2 BOX 81"),
    ("241 or 251", "RR 2 Box 18", "HC 2 BOX 18"),
    ("282 zeros of a box count", "PO Box 0145", "PO BOX 145"),
    ("292 urbanization", "URB LAS GLADIOLAS | 150 CALLE A |  | PR | 00926", "URB LAS ROSAS | 150 CALLE A |  | PR | 00926"),
    ("225 ZIP code", "12 Main St |  |  |  | 36303", "12 MAIN ST |  |  |  | 36301"),
]  # fmt: skip
