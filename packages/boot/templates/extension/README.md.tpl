# {{title}}

A Symphony extension with the prefix `{{prefix}}`.

```
npm install
npm test          # the tests in test/, without a server
npm run dev       # runs src/extension.ts on a platform of its own, again after every change
```

`npm run dev` prints a line that calls the extension. It uses the `nats-server` of `NATS_SERVER_BIN` or on the `PATH`, 2.9 or
later, and downloads one where there is none.

For production: `npm run build`, then `npm start` with the token of an API key in `SYMPHONY_TOKEN`. `docker build .` makes an image
of both; it needs the `package-lock.json` that `npm install` has written. In an init system or an image start
`node dist/main.js` itself: `npm` and `npx` do not hand a SIGTERM on, and the extension could not finish its work.
`npx symphony-boot doctor dist/extension.js` says why a connection would or would not work.

`overrides` and `resolutions` in `package.json` choose versions of two dependencies that run on Node 20. With Node 22 or later you can
remove them.
