# Debian slim, not Alpine: one dependency has no wheels for musl.
FROM python:3.13-slim AS built

WORKDIR /srv/lianxinqiao
COPY requirements.lock requirements-build.lock ./
# Bytecode is compiled here: the file system is read-only later, and a cold start is half as long.
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes --compile -r requirements-build.lock -r requirements.lock
COPY setup.cfg pyproject.toml README.md wsgi.py ./
COPY matcher matcher
COPY config config
COPY fixtures fixtures
RUN /opt/venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
 && /opt/venv/bin/python -m compileall -q matcher config wsgi.py

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /srv/lianxinqiao --shell /usr/sbin/nologin matcher \
 && install -d -o matcher -g matcher -m 0700 /var/lib/lianxinqiao
COPY --from=built /opt/venv /opt/venv
COPY --from=built /srv/lianxinqiao /srv/lianxinqiao
WORKDIR /srv/lianxinqiao
ENV PATH=/opt/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    MATCHER_VAR=/var/lib/lianxinqiao MATCHER_LEDGER_URL=sqlite:////var/lib/lianxinqiao/matcher.db MATCHER_WEB_BIND=0.0.0.0:8000
USER matcher
VOLUME /var/lib/lianxinqiao
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "-c", "config/gunicorn.py", "wsgi:app"]
