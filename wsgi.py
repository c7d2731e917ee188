"""What a WSGI server runs: `gunicorn -c config/gunicorn.py wsgi:app`."""

from matcher.app import build

app = build()
