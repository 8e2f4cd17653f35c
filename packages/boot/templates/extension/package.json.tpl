{
  "name": "{{prefix}}",
  "version": "0.1.0",
  "private": true,
  "type": "module",
  "engines": {
    "node": ">=20.19"
  },
  "exports": {
    ".": {
      "types": "./dist/extension.d.ts",
      "default": "./dist/extension.js"
    },
    "./package.json": "./package.json"
  },
  "files": [
    "dist"
  ],
  "scripts": {
    "dev": "symphony-boot dev src/extension.ts",
    "build": "tsc -p tsconfig.build.json",
    "start": "node --enable-source-maps dist/main.js",
    "types": "tsc",
    "test": "NODE_OPTIONS=--experimental-vm-modules jest"
  },
  "dependencies": {
    "@symphony-ts/contract": "^{{version}}",
    "@symphony-ts/extension": "^{{version}}",
    "@symphony-ts/storage": "^{{version}}",
    "zod": "^4.6.7"
  },
  "devDependencies": {
    "@swc/core": "1.16.18",
    "@swc/jest": "^0.2.39",
    "@symphony-ts/boot": "^{{version}}",
    "@symphony-ts/testing": "^{{version}}",
    "@types/jest": "^30.0.0",
    "@types/node": "^20.19.43",
    "jest": "^30.5.2",
    "typescript": "7.0.2"
  },
  "overrides": {
    "@nats-io/nuid": "2.0.3",
    "cookie": "^1.1.1"
  },
  "resolutions": {
    "@nats-io/nuid": "2.0.3",
    "cookie": "^1.1.1"
  }
}
