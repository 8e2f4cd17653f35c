{
  "name": "{{prefix}}",
  "version": "0.1.0",
  "private": true,
  "type": "module",
  "engines": {
    "node": ">=20.19"
  },
  "scripts": {
    "dev": "symphony-boot dev src/extension.ts",
    "build": "tsc -p tsconfig.build.json",
    "start": "symphony-boot run dist/extension.js",
    "types": "tsc",
    "test": "NODE_OPTIONS=--experimental-vm-modules jest"
  },
  "dependencies": {
    "@symphony-ts/extension": "^{{version}}",
    "@symphony-ts/boot": "^{{version}}",
    "zod": "^4.6.7"
  },
  "devDependencies": {
    "@swc/core": "1.16.18",
    "@swc/jest": "^0.2.39",
    "@symphony-ts/testing": "^{{version}}",
    "@types/jest": "^30.0.0",
    "@types/node": "^20.19.43",
    "jest": "^30.5.2",
    "typescript": "7.0.2"
  }
}
