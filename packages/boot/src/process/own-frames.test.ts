import { ownFrames } from './own-frames.js';

const stack = `TypeError: boom
    at f (/home/me/app/src/app.ts:1:31)
    at call (/home/me/app/node_modules/lib/index.js:3:1)
    at /home/me/app/src/app.ts:2:1
    at ModuleJob.run (node:internal/modules/esm/module_job:325:25)
    at async loadModule (file:///opt/symphony-boot/dist/module/load-module.js:21:16)`;

describe('ownFrames', () => {
  it("keeps what lies in the author's files, down to where the module was loaded", () => {
    expect(ownFrames(stack)).toEqual(['    at f (/home/me/app/src/app.ts:1:31)', '    at /home/me/app/src/app.ts:2:1']);
  });

  it('has none for a stack of foreign frames only', () => {
    expect(ownFrames('Error: x\n    at open (node:internal/fs/promises:637:25)')).toEqual([]);
  });
});
