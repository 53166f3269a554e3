"""Makes the scripts' own modules importable for the tests of the repository itself."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "scripts" / "lib"))
sys.path.insert(0, str(Path(__file__).parent))
