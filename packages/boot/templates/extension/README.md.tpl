# {{title}}

A Symphony extension with the prefix `{{prefix}}`.

```
npm install
npm test          # the tests in test/, without a server
npm run dev       # runs src/extension.ts on a platform of its own, again after every change
```

`npm run dev` prints a line that calls the extension. It needs `nats-server` 2.9 or later. It looks for one in `NATS_SERVER_BIN` and on
the `PATH`, and downloads one if it finds none.

For production:

- Run `npm run build`, then `npm start` with the token of an API key in `SYMPHONY_TOKEN`.
- `docker build .` makes an image. It needs the `package-lock.json` that `npm install` writes.
- In an image, a unit or a supervisor, start `node dist/main.js` itself. `npm` and `npx` do not pass SIGTERM on, so the extension could not
  finish its work.
- If it does not connect, `npx symphony-boot doctor dist/extension.js` tells you what to fix.

`overrides` and `resolutions` in `package.json` choose versions of two dependencies that run on Node 20. With Node 22 or later you can
remove them. In a workspace, move them to the `package.json` of its root: package managers read them there only.
