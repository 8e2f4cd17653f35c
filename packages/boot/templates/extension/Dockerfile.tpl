# Builds the extension and its production dependencies, and runs it as a user without rights.
FROM node:24-slim AS build
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY tsconfig*.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=node:node /app/package.json ./
COPY --from=build --chown=node:node /app/node_modules ./node_modules
COPY --from=build --chown=node:node /app/dist ./dist
USER node
# Node itself, not npm or npx: they would keep SIGTERM from the application, which drains on it.
CMD ["node", "--enable-source-maps", "dist/main.js"]
