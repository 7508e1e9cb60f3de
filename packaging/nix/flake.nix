# nix run "github:OWNER/grantscope?dir=packaging/nix"
{
  description = "Be the OAuth client, one visible step at a time";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      each = f: nixpkgs.lib.genAttrs systems (system: f nixpkgs.legacyPackages.${system});
      source = ../..;
      manifest = (builtins.fromTOML (builtins.readFile (source + "/Cargo.toml"))).package;
    in
    {
      packages = each (pkgs: {
        default = pkgs.rustPlatform.buildRustPackage {
          pname = manifest.name;
          inherit (manifest) version;
          src = source;
          cargoLock.lockFile = source + "/Cargo.lock";
          buildType = "dist";
          nativeBuildInputs = [ pkgs.cmake pkgs.installShellFiles ];
          # The integration tests drive terminals and sockets, which the build sandbox does not have.
          cargoTestFlags = [ "--lib" ];
          postInstall = ''
            packaging/files.sh $out/bin/grantscope packaged
            installManPage packaged/man/*.1.gz
            installShellCompletion --cmd grantscope \
              --bash packaged/completions/grantscope \
              --zsh packaged/completions/_grantscope \
              --fish packaged/completions/grantscope.fish
          '';
          meta = {
            inherit (manifest) description homepage;
            license = with pkgs.lib.licenses; [ mit asl20 ];
            mainProgram = "grantscope";
          };
        };
      });
    };
}
