import { iconClasses } from './font-icon.js';

describe('iconClasses', () => {
  it.each([
    ['fa-book', 'fa-solid fa-book'],
    ['fa-regular fa-bell', 'fa-regular fa-bell'],
    ['fas fa-book', 'fas fa-book'],
    ['fab fa-github', 'fab fa-github'],
    ['fa-book shell__scrim modal', 'fa-solid fa-book'],
    ['shell__scrim', 'fa-solid fa-puzzle-piece'],
    ['sign-in', 'fa-solid fa-puzzle-piece'],
    ['falsely', 'fa-solid fa-puzzle-piece'],
    ['fa-', 'fa-solid fa-puzzle-piece'],
    ['x" onmouseover="alert(1)', 'fa-solid fa-puzzle-piece'],
    [`fa-${'a'.repeat(64)}`, 'fa-solid fa-puzzle-piece'],
    ['', 'fa-solid fa-puzzle-piece'],
  ])('of %j are %j', (name, expected) => {
    expect(iconClasses(name)).toBe(expected);
  });
});
