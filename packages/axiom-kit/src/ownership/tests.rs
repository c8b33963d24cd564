use cosmwasm_std::testing::{mock_dependencies, mock_env, MockApi};
use cosmwasm_std::{attr, Addr, DepsMut};
use cw_ownable::Expiration;

use super::*;

fn offer(to: &Addr, expiry: Option<Expiration>) -> Action {
    Action::TransferOwnership { new_owner: to.to_string(), expiry }
}

fn step(deps: DepsMut<'_>, sender: &Addr, action: Action) -> Result<Ownership<Addr>, KitError> {
    update(deps, &mock_env().block, sender, action).map(|(state, _)| state)
}

#[test]
fn the_first_owner_is_the_one_named_or_the_sender() {
    let mut deps = mock_dependencies();
    let (owner, sender) = (deps.api.addr_make("owner"), deps.api.addr_make("sender"));
    let api = MockApi::default();
    let named = init(&mut deps.storage, &api, Some(owner.as_str()), &sender);
    assert_eq!(named, Ok(owner.clone()));
    assert_eq!(query(&deps.storage).unwrap().owner, Some(owner));
    assert_eq!(init(&mut deps.storage, &api, None, &sender), Ok(sender));
    let upper = deps.api.addr_make("owner").as_str().to_uppercase();
    assert_eq!(
        init(&mut deps.storage, &api, Some(&upper), &deps.api.addr_make("sender")),
        Err(KitError::BadAddress { address: upper.chars().take(60).collect() })
    );
}

#[test]
fn a_handover_takes_two_steps_and_each_is_refused_to_others() {
    let mut deps = mock_dependencies();
    let make = |name: &str| MockApi::default().addr_make(name);
    let (owner, heir, stranger) = (make("owner"), make("heir"), make("stranger"));
    init(&mut deps.storage, &MockApi::default(), None, &owner).unwrap();
    let not_owner = |who: &Addr| Err(KitError::NotOwner { sender: who.to_string() });

    assert_eq!(assert_owner(&deps.storage, &owner), Ok(()));
    assert_eq!(assert_owner(&deps.storage, &stranger), not_owner(&stranger));
    assert_eq!(
        step(deps.as_mut(), &heir, Action::AcceptOwnership),
        Err(KitError::Ownership(OwnershipError::TransferNotFound))
    );
    let refused = step(deps.as_mut(), &stranger, offer(&heir, None));
    assert_eq!(refused.map(|_| ()), not_owner(&stranger));

    let block = mock_env().block;
    let (state, event) = update(deps.as_mut(), &block, &owner, offer(&heir, None)).unwrap();
    assert_eq!((state.owner, state.pending_owner), (Some(owner.clone()), Some(heir.clone())));
    assert_eq!(event.ty, "axiom_ownership_updated");
    let wanted = vec![attr("owner", owner.as_str()), attr("pending_owner", heir.as_str())];
    assert_eq!(event.attributes, wanted);
    assert_eq!(assert_owner(&deps.storage, &heir), not_owner(&heir));

    assert_eq!(
        step(deps.as_mut(), &stranger, Action::AcceptOwnership),
        Err(KitError::Ownership(OwnershipError::NotPendingOwner))
    );
    let state = step(deps.as_mut(), &heir, Action::AcceptOwnership).unwrap();
    assert_eq!((state.owner, state.pending_owner), (Some(heir.clone()), None));
    assert_eq!(assert_owner(&deps.storage, &owner), not_owner(&owner));
    assert_eq!(assert_owner(&deps.storage, &heir), Ok(()));
}

#[test]
fn offers_expire_are_replaced_and_are_checked() {
    let mut deps = mock_dependencies();
    let make = |name: &str| MockApi::default().addr_make(name);
    let (owner, heir, other) = (make("owner"), make("heir"), make("other"));
    init(&mut deps.storage, &MockApi::default(), None, &owner).unwrap();

    let past = Expiration::AtHeight(mock_env().block.height);
    step(deps.as_mut(), &owner, offer(&heir, Some(past))).unwrap();
    assert_eq!(
        step(deps.as_mut(), &heir, Action::AcceptOwnership),
        Err(KitError::Ownership(OwnershipError::TransferExpired))
    );
    step(deps.as_mut(), &owner, offer(&other, None)).unwrap();
    assert_eq!(
        step(deps.as_mut(), &heir, Action::AcceptOwnership),
        Err(KitError::Ownership(OwnershipError::NotPendingOwner))
    );
    let bad = Action::TransferOwnership { new_owner: "nobody".to_string(), expiry: None };
    let wanted = KitError::BadAddress { address: "nobody".to_string() };
    assert_eq!(step(deps.as_mut(), &owner, bad), Err(wanted));
    assert_eq!(query(&deps.storage).unwrap().pending_owner, Some(other));
}

#[test]
fn given_up_ownership_is_gone() {
    let mut deps = mock_dependencies();
    let (owner, heir) = (deps.api.addr_make("owner"), deps.api.addr_make("heir"));
    init(&mut deps.storage, &MockApi::default(), None, &owner).unwrap();
    let refused = KitError::NotOwner { sender: heir.to_string() };
    assert_eq!(step(deps.as_mut(), &heir, Action::RenounceOwnership), Err(refused));
    let block = mock_env().block;
    let (state, event) = update(deps.as_mut(), &block, &owner, Action::RenounceOwnership).unwrap();
    assert_eq!((state.owner, event.attributes.len()), (None, 0));
    let refused = KitError::NotOwner { sender: owner.to_string() };
    assert_eq!(assert_owner(&deps.storage, &owner), Err(refused));
}
