describe('bytes in an expectation', () => {
  it.each([
    ['the same', Buffer.from('abc'), Buffer.from('abc'), true],
    ['others', Buffer.from('abc'), Buffer.from('abd'), false],
    ['fewer', Buffer.from('abc'), Buffer.from('ab'), false],
    ['none and some', new Uint8Array(), new Uint8Array(1), false],
    ['the same within an object', { data: Buffer.from('abc') }, { data: Buffer.from('abc') }, true],
    ['others within an object', { data: Buffer.from('abc') }, { data: Buffer.from('abd') }, false],
  ])('are compared: %s', (_what, left, right, isEqual) => {
    if (isEqual) expect(left).toEqual(right);
    else expect(left).not.toEqual(right);
  });

  it('keep their type where it counts', () => {
    expect(Buffer.from('abc')).not.toStrictEqual(new Uint8Array(Buffer.from('abc')));
  });

  it('are compared in a moment, however many they are', () => {
    const before = process.cpuUsage();
    expect(Buffer.alloc(50e6)).toEqual(Buffer.alloc(50e6));
    // Comparing them one by one took a minute.
    expect(process.cpuUsage(before).user).toBeLessThan(5e6);
  });
});
