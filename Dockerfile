# dslint with everything that workbooks need. It runs as a user without rights and writes nothing:
#   docker run --rm --read-only --network none -v "$PWD:/work:ro" dslint check .
FROM python:3.12-slim@sha256:78387bc3881b8273120a12ebe6c1ab22b018ccc2c9adf565ae1ac9b536e184ea AS build
WORKDIR /build
COPY requirements/run.txt requirements/
RUN python -m venv /opt/dslint \
    && /opt/dslint/bin/python -m pip install --no-cache-dir --require-hashes --requirement requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY dslint dslint
COPY rules rules
COPY schemas schemas
RUN /opt/dslint/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/dslint/bin/python -m pip uninstall --yes hatchling pip \
    && /opt/dslint/bin/python -I -m compileall -q /opt/dslint/lib

FROM python:3.12-slim@sha256:78387bc3881b8273120a12ebe6c1ab22b018ccc2c9adf565ae1ac9b536e184ea
COPY --from=build /opt/dslint /opt/dslint
RUN useradd --no-create-home --uid 10001 --shell /usr/sbin/nologin dslint
USER 10001
WORKDIR /work
ENV PATH=/opt/dslint/bin:$PATH PYTHONDONTWRITEBYTECODE=1
ENTRYPOINT ["dslint"]
CMD ["check", "."]
