# {{title}}

A Symphony extension with the prefix `{{prefix}}`.

```
npm install
npm test          # the tests in test/, without a server
npm run dev       # runs src/extension.ts on a platform of its own, again after every change
```

`npm run dev` prints a line that calls the extension. It uses the `nats-server` of `NATS_SERVER_BIN` or on the `PATH`, 2.9 or
later, and downloads one where there is none.

For production: `npm run build`, then `npm start` with the token of an API key in `SYMPHONY_TOKEN`.
`npx symphony-boot doctor dist/extension.js` says why a connection would or would not work.
