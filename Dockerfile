# The image of Gatehouse: the standalone output of the build, Node, and nothing to install. It holds no settings: those
# come with the container. docs/operations.md says how to run it.

FROM node:22.23.2-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
# A layer of its own, which changes only with the lock file. No package has to run a program to be installed.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:22.23.2-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
# Root's, so that the server cannot change its own program; and one folder that is the server's, for pictures where there
# is no object storage.
COPY --from=build /app/.next/standalone ./
RUN mkdir .data && chown node:node .data
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/api/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Migrations are a step of their own, before it: node lib/cli/migrate.mjs
CMD ["node", "lib/cli/start.mjs"]
