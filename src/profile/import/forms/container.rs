//! Containers: the services of Compose, and the only container of a Pod.

use crate::profile::import::search::{at, has, text};
use crate::protocol::json::Value;

/// The container whose environment or command is at a path, unless its network is the host's or is shared.
pub(super) fn container(root: Value<'_>, path: &str) -> Option<String> {
    let (above, _) = path.rsplit_once('.')?;
    let name = above.rsplit('.').next()?;
    if let Some(service) = at(root, above).filter(|service| has(*service, &["image", "build", "container_name"])) {
        let shares = has(service, &["network_mode"]) || service.raw().contains("localhost:host-gateway");
        return (!shares).then(|| name.to_owned());
    }
    let (pod, _) = above.rsplit_once(".containers.")?;
    let pod = at(root, pod).filter(|pod| pod.get("hostNetwork").is_none())?;
    let mut containers = pod.get("containers")?.items();
    let only = containers.next().filter(|_| containers.next().is_none())?;
    text(only, "name")
}
