"""What somebody writes in ten minutes: PyYAML's fast loader and jsonschema. A peer to measure against.

python bench/naive.py SCHEMA FILE...
"""

import json
import sys
from pathlib import Path

import jsonschema
import yaml

validator = jsonschema.Draft202012Validator(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
failed = False
for name in sys.argv[2:]:
    value = yaml.load(Path(name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for error in validator.iter_errors(value):
        failed = True
        print(f"{name}: {error.json_path}: {error.message}")
sys.exit(failed)
