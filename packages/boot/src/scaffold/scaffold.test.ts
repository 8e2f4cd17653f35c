import { scaffold } from './scaffold.js';

const blanks = { prefix: 'greeter', title: 'Greeter', className: 'Greeter', version: '0.1.0' };

describe('scaffold', () => {
  // Node's recursive mkdir never returns in this folder.
  it('fails at once in a folder that cannot be made', async () => {
    await expect(scaffold('/proc/none/greeter', blanks)).rejects.toMatchObject({ syscall: 'mkdir' });
  });
});
