import { ui } from './ui.js';

describe('ui', () => {
  it.each([
    ['sandboxOrgin', 'sandboxOrigin'],
    ['trustedJSX', 'trustedJsx'],
    ['package', 'packages'],
  ])('refuses the option %s, which would have no effect', (option, meant) => {
    const given: object = { [option]: 'x' };
    expect(() => ui(given)).toThrow(
      expect.objectContaining({
        code: 'INVALID_CONFIGURATION',
        params: { setting: 'ui', reason: `there is no option '${option}': did you mean '${meant}'?` },
      }),
    );
  });
});
