# {{comment title}}
# Made by {{comment product}} {{comment version}}. Build: docker build -t {{comment tag}} .
FROM {{comment baseImage}}
LABEL org.opencontainers.image.title={{comment titleLabel}} \
      org.opencontainers.image.created={{comment createdLabel}} \
      org.opencontainers.image.version={{comment versionLabel}} \
      org.opencontainers.image.base.name={{comment baseLabel}}
COPY package.sql SHA256SUMS manifest.json run.sh /opt/dvm/
# psql needs no rights here, and no server is started.
USER postgres
ENTRYPOINT ["bash", "/opt/dvm/run.sh"]
CMD []
