import { ClerkProvider } from "@clerk/clerk-react";
const PUBLISHABLE_KEY = "pk_test_YWRlcXVhdGUtcG9sbGl3b2ctMzUuY2xlcmsuYWNjb3VudHMuZGV2JA";
ReactDOM.createRoot(document.getElementById("root")!).render(
  <ClerkProvider publishableKey={PUBLISHABLE_KEY}>
    <App />
  </ClerkProvider>
);
