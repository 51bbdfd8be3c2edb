"""What only drafts have: answers under keys, and what their sentences say in any wording.

Published pages have none of it, so each module is imported when a draft asks for it.
"""
