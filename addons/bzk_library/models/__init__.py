from . import demo, demo_contact
