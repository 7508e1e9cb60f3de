minikube start \
  --extra-config=apiserver.oidc-issuer-url=http://keycloak.example.com/auth/realms/k8s \
  --extra-config=apiserver.oidc-client-id=kubernetes \
  --extra-config=apiserver.oidc-username-claim=email
