export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 34 36" aria-hidden="true">
      <path
        className="logo-second"
        d="M27 11h1a5 5 0 0 1 5 5v7a5 5 0 0 1-3 4.600V34l-6-6H15a6 6 0 0 1-5.700-4.100L11 22h10a6 6 0 0 0 6-6Z"
      />
      <path
        className="logo-first"
        d="M6 0h13a5 5 0 0 1 5 5v9a5 5 0 0 1-5 5h-9l-5 5v-5.100A5 5 0 0 1 1 14V5a5 5 0 0 1 5-5Z"
      />
    </svg>
  );
}
