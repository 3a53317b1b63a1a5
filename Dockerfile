# What the lockfile names, and nothing else, so that this layer stays while the code changes.
FROM oven/bun:1.4.5-debian AS install
WORKDIR /src
COPY package.json bun.lock bunfig.toml ./
COPY .ci/patches ./.ci/patches
RUN bun install --frozen-lockfile

FROM install AS source
COPY . .

# Optional: docker build --target test .
FROM source AS test
RUN bun run test

FROM source AS build
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates
RUN bun run build
RUN sh .ci/rootfs /rootfs

# No shell, no package manager: the binary, the libraries it loads, certificates and one user without rights.
FROM scratch
LABEL org.opencontainers.image.title="Holdfast" \
      org.opencontainers.image.description="Books sales meetings: held, confirmed, and true to Outlook" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="0.1.0"
COPY --from=build /rootfs/ /
COPY --from=build --chown=65532:65532 /rootfs/data/ /data/
ENV HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532:65532
WORKDIR /data
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 CMD ["/holdfast", "health"]
ENTRYPOINT ["/holdfast"]
CMD ["serve"]
