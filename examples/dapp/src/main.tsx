/** The page: the file `axiom.json` decides which economy it shows. */
import { AxiomRoot, loadSettings } from "@axiom-os/react";
import "@axiom-os/react/style.css";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import { walletChoices } from "./dev-wallet.js";
import "./app.css";

const settings = () => loadSettings(import.meta.env.VITE_AXIOM_CONFIG ?? "/axiom.json");

createRoot(document.getElementById("root") as HTMLElement).render(
  <AxiomRoot settings={settings} wallets={walletChoices}>
    <App />
  </AxiomRoot>,
);
