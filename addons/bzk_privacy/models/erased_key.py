import hashlib
import hmac
import secrets
import unicodedata

from odoo import api, fields, models

SECRET = "bzk_privacy.secret"


class ErasedKey(models.Model):
    """A print of someone who was erased, from which nobody can tell who it was.

    Two kinds: of the number in a source system, so that an import does not bring the person back,
    and of surname and birth date, so that whoever asks can be told that they were erased. The print
    is an HMAC-SHA256 under a secret of this database: without it, trying all numbers or names
    leads nowhere. The secret is in the database, and so in its backups, as it must stay the same.
    """

    _name = "bzk.erased.key"
    _description = "Print of an erased person"
    _log_access = False

    erasure_id = fields.Many2one("bzk.erasure", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(
        related="erasure_id.company_id", string="Library", store=True, index=True
    )
    source_id = fields.Many2one("bzk.source", ondelete="cascade", help="Empty for a person.")
    digest = fields.Char(required=True)

    _source_digest_uniq = models.UniqueIndex("(source_id, digest) WHERE source_id IS NOT NULL")
    _digest_idx = models.Index("(digest)")

    @api.model
    def _digester(self):
        """A function that makes the print of some texts; quick enough for every row of a file."""
        # sudo: the secret is for nobody to read.
        parameters = self.env["ir.config_parameter"].sudo()
        secret = parameters.get_param(SECRET)
        if not secret:
            secret = secrets.token_hex(32)
            parameters.set_param(SECRET, secret)
        key = bytes.fromhex(secret)

        def digest(*texts):
            return hmac.new(key, "\x1f".join(texts).encode(), hashlib.sha256).hexdigest()

        return digest

    @api.model
    def _person_digest(self, company, lastname, birthdate):
        """Print of a person of a library; spelling with or without accents makes no difference.

        :param birthdate: a date
        """
        name = unicodedata.normalize("NFKD", lastname).casefold()
        name = "".join(char for char in name if char.isalnum())
        return self._digester()("person", str(company.id), name, fields.Date.to_string(birthdate))

    @api.model
    def _remember(self, erasure, partners):
        """Keep the prints of customers who are about to be erased."""
        digest = self._digester()
        lines = {
            (source, digest("key", str(source), key))
            for source, keys in self.env["bzk.personal.data"]._keys_of(partners).items()
            for key in keys
        }
        lines |= {
            (False, self._person_digest(partner.company_id, partner.lastname, partner.birthdate))
            for partner in partners
            if partner.lastname and partner.birthdate
        }
        known = self.search([("digest", "in", [line[1] for line in lines])])
        known = {(item.source_id.id, item.digest) for item in known if item.source_id}
        self.create(
            [
                {"erasure_id": erasure.id, "source_id": source, "digest": text}
                for source, text in lines - known
            ]
        )

    @api.model
    def _erased(self, source, keys):
        """Which of these keys of a source belonged to someone who was erased.

        :param keys: texts
        :return: set of keys
        """
        # sudo: an import is refused whoever starts it.
        prints = self.sudo()
        if not prints.search_count([("source_id", "=", source.id)], limit=1):
            return set()
        digest = self._digester()
        by_digest = {digest("key", str(source.id), key): key for key in keys}
        found = prints.search([("source_id", "=", source.id), ("digest", "in", list(by_digest))])
        return {by_digest[item.digest] for item in found}
