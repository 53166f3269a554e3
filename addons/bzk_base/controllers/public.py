from odoo.http import request

#: Everything is said in Dutch first; who does not read it may choose.
FIRST_LANGUAGE = "nl_NL"
#: How a page behind a signed link is reached: the link says who it is, so there is no session that
#: another site could misuse.
SIGNED_PAGE = {
    "type": "http",
    "auth": "public",
    "methods": ["GET", "POST"],
    "csrf": False,
    "save_session": False,
    "sitemap": False,
}


def choose_language(asked=None):
    """Let the pages of this request speak Dutch, or what was asked for.

    :param str asked: code of a language; one that is not installed counts as none
    """
    installed = [code for code, _name in request.env["res.lang"].get_installed()]
    for code in (asked, FIRST_LANGUAGE):
        if code in installed:
            request.update_context(lang=code)
            return


def only_texts(form):
    """Give what was filled in without files: a program may send one in the place of any text.

    :param dict form: what was sent
    :return: dict of name -> text
    """
    return {name: value for name, value in form.items() if isinstance(value, str)}


def public_page(template, company, title, status=200, **values):
    """Answer with a page for who has a link and no login.

    :param str template: external id of the page
    :param company: the library whose page it is
    :param str title: what the browser shows for it
    :param int status: HTTP status of the answer
    """
    lang = request.env.context.get("lang") or "en_US"
    values.update(company=company, title=title, lang_code=lang.split("_")[0])
    # The pages show what the signed link is about, to somebody whom no access rule knows.
    body = request.env["ir.qweb"].sudo()._render(template, values)
    response = request.make_response(f"<!doctype html>{body}", status=status)
    response.headers["Cache-Control"] = "no-store"
    # Nobody lays a button of their own over one of ours.
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'; base-uri 'none'"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response


def gone():
    """Answer to a link that is not one of ours, without telling what there is."""
    company = request.env["res.company"].sudo()
    return public_page("bzk_base.public_gone", company, request.env._("Not found"), 404)
