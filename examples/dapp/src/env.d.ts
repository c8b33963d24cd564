interface ImportMetaEnv {
  /** Where the settings are; `/axiom.json` if not set. */
  readonly VITE_AXIOM_CONFIG?: string;
}
