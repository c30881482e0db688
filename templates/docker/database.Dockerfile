# {{comment title}}
# Made by {{comment product}} {{comment version}}. Build: docker build -t {{comment tag}} .
FROM {{comment baseImage}}
LABEL org.opencontainers.image.title={{comment titleLabel}} \
      org.opencontainers.image.created={{comment createdLabel}} \
      org.opencontainers.image.version={{comment versionLabel}} \
      org.opencontainers.image.base.name={{comment baseLabel}}
# Not below docker-entrypoint-initdb.d: what lies there is run by the image without a look at its digest.
COPY package.sql SHA256SUMS manifest.json /opt/dvm/
COPY init.sh /docker-entrypoint-initdb.d/50-dvm-package.sh
