from odoo import api, fields, models
from odoo.tools import sql

from ..searching.text import is_one_typo

#: Shorter words have too many that look like them.
SHORTEST = 4
#: A word that was typed stands for no more names than this, those that most bear first.
MOST = 12
INDEX = "bzk_customer_word_traces_idx"


class CustomerWord(models.Model):
    """A word in the names of a library's customers, to find what a typing error hides.

    The words are renewed every night and after every import; they tell nothing about one person.
    """

    _name = "bzk.customer.word"
    _description = "Word of customers' names"
    _order = "company_id, word"
    _rec_name = "word"
    _log_access = False

    company_id = fields.Many2one("res.company", string="Library", required=True, ondelete="cascade")
    word = fields.Char(required=True)
    bearers = fields.Integer(required=True, help="How many customers have it in their name.")

    _company_word_uniq = models.Constraint(
        "UNIQUE(company_id, word)", "This word is already listed."
    )

    def init(self):
        # Once the function is there: customers are set up before this model.
        if not sql.index_exists(self.env.cr, INDEX):
            sql.create_index(self.env.cr, INDEX, self._table, ["bzk_word_traces(word)"], "gin")
        return super().init()

    @api.model
    def _alike(self, words, libraries):
        """Find the words of names that differ by one typing error from what was typed.

        :param words: folded words
        :param libraries: ids of the libraries whose customers count
        :return: dict of word -> list of words, without those that have none
        """
        found = {}
        for word in words:
            if len(word) < SHORTEST or word.isdecimal():
                continue
            self.env.cr.execute(
                """
                SELECT word, sum(bearers) FROM bzk_customer_word
                 WHERE bzk_word_traces(word) && bzk_word_traces(%s::varchar)
                   AND company_id = ANY(%s) AND word <> %s
                 GROUP BY word
                 ORDER BY 2 DESC, 1
                """,
                (word, list(libraries), word),
            )
            alike = [row[0] for row in self.env.cr.fetchall() if is_one_typo(word, row[0])]
            if alike:
                found[word] = alike[:MOST]
        return found

    @api.model
    def _renew(self):
        """Count the words of the names anew, set-based."""
        self.env["res.partner"].flush_model(
            ["firstname", "infix", "lastname", "company_id", "active"]
        )
        self.env.cr.execute(
            """
            WITH counted AS (
                SELECT company_id, word, count(*) AS bearers
                  FROM res_partner,
                       unnest(
                           bzk_words(concat_ws(' ', firstname, lastname))
                           || array_to_string(bzk_words(infix || ' ' || lastname), '')
                       ) word
                 WHERE company_id IS NOT NULL AND active AND length(word) BETWEEN %s AND 60
                 GROUP BY company_id, word
            ), gone AS (
                DELETE FROM bzk_customer_word known
                 WHERE NOT EXISTS (SELECT FROM counted
                                    WHERE counted.company_id = known.company_id
                                      AND counted.word = known.word)
            )
            INSERT INTO bzk_customer_word AS known (company_id, word, bearers)
            SELECT company_id, word, bearers FROM counted
                ON CONFLICT (company_id, word) DO UPDATE
               SET bearers = EXCLUDED.bearers
             WHERE known.bearers <> EXCLUDED.bearers
            """,
            (SHORTEST,),
        )
        self.invalidate_model()

    @api.model
    def _cron_renew(self):
        """Every night, and when an import asks for it."""
        self._renew()
