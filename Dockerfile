# touchmap for a team: the app on port 8501. See docs/app.md; compose.yaml adds the database.
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY src src
COPY data data
RUN python -m venv /opt/touchmap \
 && /opt/touchmap/bin/pip install --no-cache-dir -c constraints.txt '.[postgres,login]'

FROM python:3.11-slim
RUN useradd --create-home --uid 1000 touchmap \
 && mkdir /data \
 && chown touchmap /data
COPY --from=build /opt/touchmap /opt/touchmap
ENV PATH=/opt/touchmap/bin:$PATH PYTHONUNBUFFERED=1 TOUCHMAP_WORKSPACE=/data/workspace.sqlite
USER touchmap
WORKDIR /home/touchmap
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
# Nobody gets in without a login, whatever becomes of the secrets.
ENV TOUCHMAP_LOGIN=1
CMD ["touchmap", "app", "--headless", "--host", "0.0.0.0"]
