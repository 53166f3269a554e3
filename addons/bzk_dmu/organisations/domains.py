"""The web domain by which an organisation is known, unless it is everybody's."""

import re
from urllib.parse import urlsplit

from odoo.addons.bzk_base.importing.cleaning import Refusal
from odoo.addons.bzk_base.importing.cleaning.text import clean_known, words

#: Where anybody may have an address or a page: it says nothing about whose it is.
_SHARED = frozenset(
    # Mail for everybody.
    words(
        "gmail.com googlemail.com hotmail.com hotmail.nl live.nl live.com outlook.com outlook.nl "
        "msn.com icloud.com me.com mac.com yahoo.com yahoo.nl ymail.com aol.com gmx.com gmx.net "
        "protonmail.com proton.me kpnmail.nl kpnplanet.nl planet.nl hetnet.nl home.nl ziggo.nl "
        "upcmail.nl chello.nl casema.nl quicknet.nl zeelandnet.nl xs4all.nl tele2.nl telfort.nl "
        "online.nl solcon.nl caiway.nl delta.nl freedom.nl kpn.nl kpn.com wxs.nl zonnet.nl "
        "versatel.nl tiscali.nl orange.nl onsbrabantnet.nl onsneteindhoven.nl email.nl mail.com "
        # Pages for everybody, and platforms of schools.
        "facebook.com instagram.com linkedin.com twitter.com x.com youtube.com sites.google.com "
        "google.com google.nl wordpress.com weebly.com wixsite.com jimdofree.com jimdosite.com "
        "webnode.nl jouwweb.nl yolasite.com blogspot.com blogspot.nl business.site "
        "socialschools.nl socialschools.eu parro.com schoolwiki.nl basisschoolwebsite.nl "
        "mijnschoolinfo.nl scholenopdekaart.nl onderwijs.nl kennisnet.nl ouderportaal.nl "
        "kwieb.nl isy-school.nl basisonline.nl digiduif.nl schoudercom.nl klasbord.nl"
    )
)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,61}")
_SCHEME = re.compile(r"(?:https?:)?/*", re.I)
_MAX_WEBSITE = 250


def clean_website(text):
    """Return a website as a browser takes it: ``www.school.nl`` becomes ``https://www.school.nl``.

    :raises Refusal: ``bad_website``, ``too_long``
    """
    text = clean_known(text, _MAX_WEBSITE)
    if text is None:
        return None
    rest = _SCHEME.sub("", text, count=1).removeprefix("www. ").rstrip(".")
    host, slash, path = rest.partition("/")
    host = _ascii(host.lower())
    if not _HOST.fullmatch(host.partition(":")[0]):
        raise Refusal("bad_website", text)
    scheme = "http" if text.lower().startswith("http:") else "https"
    path = path.rstrip("/").replace(" ", "%20")
    return f"{scheme}://{host}{slash + path if path else ''}"


def web_domain(website=None, email=None):
    """Return the domain that is the organisation's own, without ``www.``, or ``None``.

    The website's comes first; an e-mail address of a provider, or a page at a platform where
    everybody has one, is nobody's own.
    """
    for host in (_host(website), (email or "").rpartition("@")[2]):
        host = _ascii(host.strip().lower().rstrip(".")).removeprefix("www.")
        if _HOST.fullmatch(host) and not is_shared(host):
            return host
    return None


def is_shared(host):
    """Whether a host, or one above it, is where anybody may have an address or a page."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in _SHARED for start in range(len(labels) - 1))


def _host(website):
    if not website:
        return ""
    try:
        return urlsplit(f"https://{_SCHEME.sub('', website.strip(), count=1)}").hostname or ""
    except ValueError:
        return ""


def _ascii(host):
    """A domain with accents in the form in which the network knows it."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return ""
